pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Page {
    id: screen

    required property var page
    required property var presenter

    // More than a wide panel can hold below each other stand in two columns, on each page of them.
    readonly property bool many: page.options.length > 3 || page.more !== ""

    title: page.title
    hint: page.hint
    sideBySide: wide && !many

    GridLayout {
        columns: screen.wide && screen.many ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 100

        Repeater {
            model: screen.page.options

            ChoiceCard {
                required property var modelData
                objectName: "option." + modelData.id
                held: screen.presenter.frame.held === objectName
                label: modelData.label
                compact: screen.wide && screen.many
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: leastHeight
                Layout.maximumHeight: Math.max(Theme.mm(screen.many ? 44 : 62), implicitHeight)
                onTapped: screen.presenter.choose(modelData.id)
            }
        }

        KButton {
            objectName: "choice.more"
            visible: label !== ""
            label: screen.page.more
            icon: "more"
            Layout.fillWidth: true
            Layout.topMargin: screen.wide ? 0 : Theme.gap
            onTapped: screen.presenter.turn_page()
        }
    }

    Item {
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 1
    }
}
