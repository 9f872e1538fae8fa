import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Scene {
    id: screen

    required property var page
    required property var presenter

    title: page.title
    hint: page.hint

    picture: PrinterArt {
        anchors.fill: parent
        ready: false
        slip: screen.page.slip
    }

    Notice {
        words: screen.page.problem
        Layout.fillWidth: true
    }

    Sentence {
        visible: words !== ""
        words: screen.page.count
        size: Theme.large
        bold: true
        color: Theme.color.textPrimary
        Layout.fillWidth: true
    }

    Rectangle {
        visible: screen.page.counted
        Layout.fillWidth: true
        implicitHeight: Theme.mm(16)
        radius: height / 2
        color: Theme.color.surface
        border.width: Theme.line
        border.color: Theme.color.border

        Rectangle {
            width: parent.width * screen.page.part
            height: parent.height
            radius: height / 2
            color: Theme.color.primary
        }
    }
}
