import QtQuick
import QtQuick.Shapes

// A drawing on a grid of 120 x 100, as large as it fits, in the middle of its room.
Item {
    id: drawing

    default property alias pieces: shape.data

    Shape {
        id: shape
        width: 120
        height: 100
        anchors.centerIn: parent
        scale: Math.min(drawing.width / width, drawing.height / height)
    }
}
