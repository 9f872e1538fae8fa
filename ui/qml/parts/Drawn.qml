import QtQuick
import QtQuick.Shapes

// One piece of a drawing, as path data; without an edge unless it is given one.
ShapePath {
    property alias d: outline.path

    strokeWidth: -1
    strokeColor: "transparent"
    joinStyle: ShapePath.RoundJoin
    capStyle: ShapePath.RoundCap

    PathSvg {
        id: outline
    }
}
