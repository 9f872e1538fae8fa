pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Page {
    id: screen

    required property var page
    required property var presenter

    title: page.title
    hint: page.hint
    // A bare question fills the page; one about something leaves the room to what it is about.
    titleSize: page.lines.length > 0 ? Theme.title : Theme.display

    Rectangle {
        visible: screen.page.lines.length > 0
        Layout.fillWidth: true
        implicitHeight: lines.implicitHeight + Theme.mm(16)
        radius: Theme.radius
        color: Theme.color.surface

        ColumnLayout {
            id: lines
            anchors.fill: parent
            anchors.margins: Theme.mm(8)
            spacing: Theme.mm(8)

            Repeater {
                model: screen.page.lines

                ColumnLayout {
                    id: line

                    required property var modelData

                    spacing: Theme.mm(1)

                    Sentence {
                        words: line.modelData.label
                        color: Theme.color.textSubtle
                        Layout.fillWidth: true
                    }

                    Sentence {
                        words: line.modelData.value
                        size: Theme.heading
                        bold: true
                        Layout.fillWidth: true
                    }
                }
            }
        }
    }

    Item {
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 1
    }

    AnswerButton {
        option: screen.page.accept
        presenter: screen.presenter
        role: "primary"
        least: Theme.mm(44)
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.button
        Layout.maximumHeight: implicitHeight
        Layout.verticalStretchFactor: 100
    }

    AnswerButton {
        option: screen.page.decline
        presenter: screen.presenter
        least: Theme.mm(44)
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.button
        Layout.maximumHeight: implicitHeight
        Layout.verticalStretchFactor: 100
    }
}
