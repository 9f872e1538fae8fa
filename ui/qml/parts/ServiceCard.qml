import QtQuick
import QtQuick.Layouts
import "../theme"

// A service on the home page. One that cannot be used now says why, and does not look or act like a button.
Touchable {
    id: card

    required property string service
    required property string title
    required property string hint
    required property bool available
    property bool compact: false

    readonly property real leastHeight: column.implicitHeight + Theme.mm(3)
    readonly property color ink: available ? Theme.color.textOnPrimary : Theme.color.text

    enabled: available
    implicitHeight: Math.max(Theme.mm(62), column.implicitHeight + Theme.mm(24))
    radius: Theme.mm(4)
    color: !available ? Theme.color.disabled : pressed ? Theme.color.primaryPressed : Theme.color.primary
    Accessible.name: title + ". " + hint

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(12)
        anchors.rightMargin: Theme.mm(10)
        spacing: Theme.mm(10)

        Rectangle {
            implicitWidth: Theme.mm(card.compact ? 28 : 36)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.color.surface

            Icon {
                anchors.centerIn: parent
                name: card.available ? "service." + card.service : "warning"
                color: card.available ? Theme.color.primary : Theme.color.warning
                thickness: 1.7
                size: parent.width * 0.6
            }
        }

        ColumnLayout {
            id: column
            spacing: Theme.mm(2)

            Sentence {
                words: card.title
                size: card.compact ? Theme.heading : Theme.title
                bold: true
                color: card.ink
                Layout.fillWidth: true
            }

            Sentence {
                words: card.hint
                color: card.ink
                Layout.fillWidth: true
            }
        }

        Icon {
            visible: card.available
            name: "next"
            color: card.ink
            thickness: 2.4
            size: Theme.mm(14)
        }
    }
}
