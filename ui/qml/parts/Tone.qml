import QtQuick
import "../theme"

// A large sign for how it went; the title beside it says the same in words.
Rectangle {
    id: sign

    required property string tone
    property int size: Theme.mm(56)

    readonly property color ink: tone === "success" ? Theme.color.success : tone === "problem" ? Theme.color.danger : Theme.color.information

    implicitWidth: size
    implicitHeight: implicitWidth
    radius: width / 2
    color: tone === "success" ? Theme.color.successSoft : tone === "problem" ? Theme.color.dangerSoft : Theme.color.informationSoft

    Rectangle {
        anchors.centerIn: parent
        width: sign.size * 0.7
        height: width
        radius: width / 2
        color: sign.ink

        Icon {
            anchors.centerIn: parent
            name: sign.tone === "success" ? "check" : sign.tone
            color: Theme.color.textOnPrimary
            thickness: 3
            size: sign.size * 0.4
        }
    }
}
