import QtQuick
import QtQuick.Layouts
import "../theme"

// How to show one kind of thing to its device: a picture, and the same in words.
Rectangle {
    id: card

    required property string what
    required property string how

    radius: Theme.radius
    color: Theme.color.surface
    implicitHeight: column.implicitHeight + Theme.mm(16)

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.mm(8)
        spacing: Theme.gap

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.mm(40)

            CodeArt {
                anchors.fill: parent
                visible: card.what === "code"
            }

            CardArt {
                anchors.fill: parent
                visible: card.what === "card"
                act: "lay"
            }
        }

        Sentence {
            words: card.how
            align: Text.AlignHCenter
            Layout.fillWidth: true
        }
    }
}
