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

    Repeater {
        model: screen.page.options

        ChoiceCard {
            required property var modelData
            objectName: "option." + modelData.id
            held: screen.presenter.frame.held === objectName
            label: modelData.label
            compact: screen.wide && screen.page.options.length > 3
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.verticalStretchFactor: 100
            Layout.minimumHeight: leastHeight
            Layout.maximumHeight: Math.max(Theme.mm(screen.page.options.length > 3 ? 44 : 62), implicitHeight)
            onTapped: screen.presenter.choose(modelData.id)
        }
    }

    KButton {
        objectName: "choice.more"
        visible: label !== ""
        label: screen.page.more
        icon: "more"
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap
        onTapped: screen.presenter.turn_page()
    }

    Item {
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 1
    }
}
