import QtQuick
import QtQuick.Layouts
import "../theme"

// Asks on top of the page; any touch beside the two buttons also says that someone is there.
Rectangle {
    id: question

    required property var words

    signal stayed
    signal gaveUp

    color: Theme.color.dim

    MouseArea {
        anchors.fill: parent
        onPressed: question.stayed()
    }

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.mm(320))
        height: column.implicitHeight + Theme.mm(40)
        radius: Theme.mm(5)
        color: Theme.color.surface

        ColumnLayout {
            id: column
            anchors.fill: parent
            anchors.margins: Theme.mm(20)
            spacing: Theme.gap

            Sentence {
                words: question.words.title
                size: Theme.title
                bold: true
                Layout.fillWidth: true
            }

            Sentence {
                words: question.words.hint
                color: Theme.color.textSubtle
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.space
            }

            KButton {
                objectName: "still.stay"
                label: question.words.stay
                role: "primary"
                size: Theme.heading
                Layout.fillWidth: true
                implicitHeight: Theme.mm(34)
                onTapped: question.stayed()
            }

            KButton {
                objectName: "still.home"
                visible: label !== ""
                label: question.words.home
                icon: "home"
                role: "quiet"
                Layout.fillWidth: true
                onTapped: question.gaveUp()
            }
        }
    }
}
