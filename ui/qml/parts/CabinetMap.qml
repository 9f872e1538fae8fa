pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

// The front of the cabinet as the person sees it, with one compartment lit. Numbers stand where they fit at full size.
Item {
    id: map

    required property var cells
    required property int compartment

    readonly property int columns: Math.max(1, ...cells.map(cell => cell.column + 1))
    readonly property int rows: Math.max(1, ...cells.map(cell => cell.row + cell.height))
    readonly property real room: Theme.mm(4)
    readonly property real cellWidth: Math.min((width - 2 * room) / columns, Theme.mm(52))
    readonly property real cellHeight: Math.min((height - 2 * room) / rows, cellWidth * 0.8)

    Rectangle {
        anchors.centerIn: parent
        width: map.cellWidth * map.columns + 2 * map.room
        height: map.cellHeight * map.rows + 2 * map.room
        radius: Theme.radius
        color: Theme.color.divider

        Repeater {
            model: map.cells

            Rectangle {
                id: cell

                required property var modelData
                readonly property bool lit: modelData.compartment === map.compartment
                readonly property real inset: Math.min(Theme.mm(1), map.cellWidth / 12)

                x: map.room + modelData.column * map.cellWidth + inset
                y: map.room + modelData.row * map.cellHeight + inset
                width: map.cellWidth - 2 * inset
                height: modelData.height * map.cellHeight - 2 * inset
                radius: Math.min(Theme.mm(1.5), height / 4)
                color: lit ? Theme.color.primary : Theme.color.surface

                Sentence {
                    id: number
                    anchors.centerIn: parent
                    visible: implicitWidth <= cell.width && Theme.body <= cell.height
                    words: cell.modelData.compartment
                    bold: cell.lit
                    color: cell.lit ? Theme.color.textOnPrimary : Theme.color.textSubtle
                }
            }
        }
    }
}
