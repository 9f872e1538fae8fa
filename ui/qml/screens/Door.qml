pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Page {
    id: screen

    required property var page
    required property var presenter

    // A broad cabinet gets the whole width of a tall panel.
    readonly property bool stacked: !wide && map.columns > 5

    title: page.title
    hint: page.hint

    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: screen.stacked ? 1 : 2
        columnSpacing: Theme.space
        rowSpacing: Theme.space

        ColumnLayout {
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: !screen.stacked
            Layout.preferredWidth: 1

            Item {
                Layout.fillHeight: true
                Layout.verticalStretchFactor: 1
            }

            Sentence {
                words: screen.page.number
                size: screen.wide ? Theme.title : Theme.display
                bold: true
                color: Theme.color.textPrimary
                align: Text.AlignHCenter
                Layout.fillWidth: true
            }

            DoorArt {
                visible: !screen.stacked
                phase: screen.page.phase
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: width * 0.86
                Layout.minimumHeight: Theme.mm(30)
                Layout.maximumHeight: width * 0.86
                Layout.verticalStretchFactor: 100
            }

            Item {
                Layout.fillHeight: true
                Layout.verticalStretchFactor: 1
            }
        }

        CabinetMap {
            id: map
            cells: screen.page.cells
            compartment: screen.page.compartment
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.fillHeight: true
        }
    }

    Repeater {
        model: screen.page.answers

        AnswerButton {
            required property var modelData
            required property int index
            option: modelData
            presenter: screen.presenter
            role: index === 0 ? "primary" : "secondary"
        }
    }
}
