pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"

// What was typed so far, with its unit: a place for each digit that is still wanted where their number is known.
// It is given only what may be seen: a secret comes without its digits.
Rectangle {
    id: entry

    required property var cells
    required property string unit

    readonly property real placeWidth: Math.min(Theme.mm(32), (width - Theme.mm(30)) / Math.max(1, cells.length))

    implicitHeight: Theme.mm(48)
    radius: Theme.radius
    color: Theme.color.surface
    border.width: Theme.strongLine
    border.color: Theme.color.primary

    RowLayout {
        anchors.centerIn: parent
        spacing: 0

        Repeater {
            model: entry.cells

            Item {
                id: place

                required property var modelData

                implicitWidth: entry.placeWidth
                implicitHeight: Theme.mm(34)
                Layout.rightMargin: modelData.pause ? Theme.mm(7) : 0

                Sentence {
                    anchors.centerIn: parent
                    words: place.modelData.digit
                    size: entry.placeWidth < Theme.mm(26) ? Theme.title : Theme.display
                    bold: true
                }

                Rectangle {
                    anchors.centerIn: parent
                    visible: place.modelData.filled && place.modelData.digit === ""
                    width: Theme.mm(10)
                    height: width
                    radius: width / 2
                    color: Theme.color.text
                }

                Rectangle {
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    visible: !place.modelData.filled
                    width: parent.width - Theme.mm(6)
                    height: Theme.strongLine
                    radius: height / 2
                    color: Theme.color.border
                }
            }
        }

        Sentence {
            visible: entry.unit !== ""
            words: entry.unit
            size: Theme.heading
            color: Theme.color.textSubtle
            Layout.leftMargin: Theme.mm(4)
        }
    }
}
