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

        GridLayout {
            id: words

            // Why it cannot be used is more than fits beside its name.
            readonly property bool stacked: title.implicitWidth + hint.implicitWidth + Theme.gap > width

            columns: stacked ? 1 : 2
            columnSpacing: Theme.gap
            rowSpacing: 0
            Layout.fillWidth: true

            Sentence {
                id: title
                words: card.title
                bold: true
                Layout.fillWidth: words.stacked
            }

            Sentence {
                id: hint
                words: card.hint
                color: Theme.color.textSubtle
                align: words.stacked ? Text.AlignLeft : Text.AlignRight
                Layout.fillWidth: true
            }
        }
    }
}
