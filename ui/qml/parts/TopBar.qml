import QtQuick
import QtQuick.Layouts
import "../theme"

// The name of this point, and the other language.
Rectangle {
    id: bar

    required property string site
    required property string otherLanguage

    signal languagePressed

    color: Theme.color.surface
    implicitHeight: Math.max(Theme.mm(32), name.implicitHeight + Theme.mm(8))

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        Rectangle {
            implicitWidth: Theme.mm(3)
            implicitHeight: Theme.mm(15)
            radius: width / 2
            color: Theme.color.primary
        }

        Sentence {
            id: name
            words: bar.site
            bold: true
            Layout.fillWidth: true
        }

        KButton {
            objectName: "language"
            visible: bar.otherLanguage !== ""
            label: bar.otherLanguage
            icon: "globe"
            role: "quiet"
            size: Theme.body
            implicitHeight: Theme.mm(22)
            onTapped: bar.languagePressed()
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.color.divider
    }
}
