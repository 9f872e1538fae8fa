import QtQuick
import QtQuick.Layouts
import "../theme"

// One of several equal options.
Touchable {
    id: card

    required property string label
    property bool compact: false

    readonly property real leastHeight: Math.max(Theme.mm(22), words.implicitHeight + Theme.mm(4))

    implicitHeight: Math.max(Theme.mm(30), words.implicitHeight + Theme.mm(10))
    color: pressed ? Theme.color.primarySoft : Theme.color.surface
    border.width: Theme.line
    border.color: pressed ? Theme.color.primary : Theme.color.border
    Accessible.name: label

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(10)
        anchors.rightMargin: Theme.mm(8)
        spacing: Theme.gap

        Sentence {
            id: words
            words: card.label
            size: card.compact ? Theme.large : Theme.heading
            bold: true
            Layout.fillWidth: true
        }

        Icon {
            name: "next"
            color: Theme.color.textPrimary
            size: Theme.body
        }
    }
}
