pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Item {
    id: screen

    required property var page
    required property var presenter

    readonly property bool wide: width > height

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        columns: screen.wide ? 2 : 1
        uniformCellWidths: screen.wide
        columnSpacing: Theme.margin
        rowSpacing: Theme.margin

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            Item {
                Layout.fillHeight: true
            }

            Tone {
                tone: screen.page.tone
                size: Theme.mm(screen.wide ? 40 : 56)
                Layout.alignment: Qt.AlignHCenter
                Layout.bottomMargin: Theme.space
            }

            Sentence {
                words: screen.page.title
                size: Theme.title
                bold: true
                align: Text.AlignHCenter
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.gap
            }

            Repeater {
                model: screen.page.lines

                Sentence {
                    required property string modelData
                    words: modelData
                    size: Theme.large
                    align: Text.AlignHCenter
                    color: Theme.color.textSubtle
                    Layout.fillWidth: true
                }
            }

            Item {
                Layout.fillHeight: true
            }
        }

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: screen.wide || screen.page.digits !== ""
            spacing: Theme.gap

            Item {
                visible: screen.wide
                Layout.fillHeight: true
            }

            Digits {
                digits: screen.page.digits
                Layout.alignment: Qt.AlignHCenter | Qt.AlignTop
            }

            Item {
                Layout.fillHeight: true
            }

            KButton {
                objectName: "option.close"
                held: screen.presenter.frame.held === objectName
                label: screen.page.close
                role: "primary"
                size: Theme.heading
                implicitHeight: Theme.mm(40)
                Layout.fillWidth: true
                onTapped: screen.presenter.choose("close")
            }

            Item {
                visible: screen.wide && screen.page.digits === ""
                Layout.fillHeight: true
            }
        }
    }
}
