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
        anchors.margins: screen.wide ? Theme.space : Theme.margin
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        uniformCellWidths: screen.wide
        columnSpacing: Theme.margin
        rowSpacing: Theme.space

        ColumnLayout {
            Layout.row: 0
            Layout.column: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: screen.wide ? 0 : Theme.mm(8)
            spacing: Theme.gap

            Sentence {
                words: screen.page.title
                size: Theme.title
                bold: true
                Layout.fillWidth: true
            }

            Lines {
                lines: screen.page.lines
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            Layout.row: screen.wide ? 0 : 1
            Layout.column: screen.wide ? 1 : 0
            Layout.rowSpan: screen.wide ? 2 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.mm(2)

            PageSheet {
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            Sentence {
                visible: words !== ""
                words: screen.page.pages
                color: Theme.color.textSubtle
                align: Text.AlignHCenter
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            Layout.row: screen.wide ? 1 : 2
            Layout.column: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignBottom
            spacing: Theme.gap

            AnswerButton {
                option: screen.page.accept
                presenter: screen.presenter
                role: "primary"
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.button
                Layout.maximumHeight: implicitHeight
            }

            AnswerButton {
                option: screen.page.decline
                presenter: screen.presenter
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.button
                Layout.maximumHeight: implicitHeight
            }
        }
    }
}
