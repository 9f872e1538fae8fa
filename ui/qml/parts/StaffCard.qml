import QtQuick
import QtQuick.Layouts
import "../theme"

// A service for staff: on the home page, apart from the residents' and smaller.
Touchable {
    id: card

    required property string service
    required property string title
    required property string hint
    required property bool available

    enabled: available
    implicitWidth: row.implicitWidth + Theme.mm(14)
    implicitHeight: Math.max(Theme.button, row.implicitHeight + Theme.mm(6))
    color: !available ? Theme.color.disabled : pressed ? Theme.color.primarySoft : Theme.color.surface
    border.width: available ? Theme.line : 0
    border.color: Theme.color.border
    Accessible.name: title + ". " + hint

    RowLayout {
        id: row
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.mm(7)
        spacing: Theme.gap

        Icon {
            name: card.available ? "service." + card.service : "warning"
            color: Theme.color.textSubtle
            size: Theme.large
        }

        Sentence {
            words: card.title
            bold: true
        }

        Sentence {
            words: card.hint
            color: Theme.color.textSubtle
            align: Text.AlignRight
            Layout.fillWidth: true
        }
    }
}
