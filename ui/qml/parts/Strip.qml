import QtQuick
import QtQuick.Layouts
import "../theme"

// What is to be seen to now. It takes room of its own, so that it never covers what the person is doing.
Rectangle {
    id: strip

    // The sentence; empty: there is nothing.
    required property string words
    required property bool urgent

    readonly property color ink: urgent ? Theme.color.danger : Theme.color.warning

    visible: words !== ""
    implicitHeight: sentence.implicitHeight + Theme.mm(8)
    color: urgent ? Theme.color.dangerSoft : Theme.color.warningSoft

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        Icon {
            name: "warning"
            color: strip.ink
            size: Theme.large
        }

        Sentence {
            id: sentence
            words: strip.words
            bold: strip.urgent
            color: strip.ink
            Layout.fillWidth: true
        }
    }
}
