import QtQuick
import QtQuick.Layouts
import "../theme"

// The ways out, always in the same place, and whom to call; where there is no room for more, a word to wait stands in its place.
Rectangle {
    id: bar

    required property string back
    required property string home
    required property string held
    required property string wait
    required property string helpLabel
    required property string helpPhone

    signal leaving(to: string)

    readonly property bool wide: width > Theme.mm(450)

    color: Theme.color.surface
    implicitHeight: Theme.mm(wide ? 36 : 46)

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.color.divider
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        KButton {
            objectName: "nav.back"
            held: bar.held === objectName
            visible: bar.back !== ""
            label: bar.back
            icon: "back"
            role: "quiet"
            size: Theme.body
            onTapped: bar.leaving("back")
        }

        KButton {
            objectName: "nav.home"
            held: bar.held === objectName
            visible: bar.home !== ""
            label: bar.home
            icon: "home"
            role: "quiet"
            size: Theme.body
            onTapped: bar.leaving("home")
        }

        Item {
            Layout.fillWidth: true
        }

        Sentence {
            visible: words !== ""
            words: bar.wait
            bold: true
            color: Theme.color.textPrimary
            align: Text.AlignRight
            Layout.rightMargin: help.visible ? Theme.margin : 0
        }

        Help {
            id: help
            visible: phone !== "" && (bar.wide || bar.wait === "")
            label: bar.helpLabel
            phone: bar.helpPhone
            inOneLine: bar.wide || (bar.back === "" && bar.home === "")
        }
    }
}
