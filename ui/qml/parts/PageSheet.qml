import QtQuick
import "../theme"

// The first page of what will be printed, whole, on a grey ground.
Rectangle {
    id: ground

    color: Theme.color.divider
    radius: Theme.radius

    Rectangle {
        anchors.centerIn: image
        visible: image.status === Image.Ready
        width: image.paintedWidth + 2 * Theme.line
        height: image.paintedHeight + 2 * Theme.line
        color: Theme.color.paper
        border.width: Theme.line
        border.color: Theme.color.border
    }

    Image {
        id: image
        anchors.fill: parent
        anchors.margins: Theme.gap
        fillMode: Image.PreserveAspectFit
        // Somebody's paper: it goes with the page. The address is always the same, so that nothing of it is kept under it.
        cache: false
        source: width > 0 && height > 0 ? "image://page/first" : ""
        sourceSize: Qt.size(width, height)
    }
}
