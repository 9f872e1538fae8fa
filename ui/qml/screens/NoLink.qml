import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

// Without a controller: calm, true, and nothing to touch. In both languages, because none could be chosen.
Item {
    id: screen

    required property var page
    required property var presenter

    ColumnLayout {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gap

        DoorArt {
            phase: "opening"
            Layout.preferredWidth: Theme.mm(80)
            Layout.preferredHeight: Theme.mm(66)
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.margin
        }

        Sentence {
            words: screen.page.title
            size: Theme.title
            bold: true
            align: Text.AlignHCenter
            Layout.fillWidth: true
        }

        Sentence {
            words: screen.page.titleEn
            size: Theme.large
            color: Theme.color.textSubtle
            align: Text.AlignHCenter
            Layout.fillWidth: true
        }

        Help {
            label: screen.page.helpLabel
            phone: screen.page.helpPhone
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.margin
        }
    }
}
