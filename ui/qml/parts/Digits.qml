pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

// A code to read out or write down, one box a digit, with a gap where people pause.
Row {
    id: code

    required property string digits

    visible: digits !== ""
    spacing: Theme.mm(3)

    Repeater {
        model: code.digits.split("")

        Rectangle {
            id: box

            required property string modelData

            implicitWidth: modelData === " " ? Theme.mm(5) : Theme.mm(30)
            implicitHeight: Theme.mm(44)
            radius: Theme.radius
            color: modelData === " " ? "transparent" : Theme.color.surface
            border.width: modelData === " " ? 0 : Theme.line
            border.color: Theme.color.primary

            Sentence {
                anchors.centerIn: parent
                words: box.modelData
                size: Theme.display
                bold: true
                color: Theme.color.textPrimary
            }
        }
    }
}
