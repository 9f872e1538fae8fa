import QtQuick
import QtQuick.Layouts
import "../theme"

// What was wrong, calmly: an icon and words on a soft ground.
Rectangle {
    id: notice

    required property string words

    visible: words !== ""
    implicitHeight: sentence.implicitHeight + Theme.mm(12)
    radius: Theme.radius
    color: Theme.color.dangerSoft

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(8)
        anchors.rightMargin: Theme.mm(8)
        spacing: Theme.mm(5)

        Icon {
            name: "warning"
            color: Theme.color.danger
            size: Theme.heading
        }

        Sentence {
            id: sentence
            words: notice.words
            color: Theme.color.danger
            bold: true
            Layout.fillWidth: true
        }
    }
}
