import QtQuick
import QtQuick.Layouts
import "../theme"

// A button whose answer is an option.
KButton {
    id: button

    required property var option
    required property var presenter

    objectName: "option." + option.id
    held: presenter.frame.held === objectName
    label: option.label
    size: Theme.heading
    least: Theme.mm(34)
    Layout.fillWidth: true
    onTapped: presenter.choose(option.id)
}
