import QtQuick
import "../theme"
import "../parts"

Scene {
    id: screen

    required property var page
    required property var presenter

    title: page.title
    hint: page.hint

    picture: [
        PrinterArt {
            anchors.fill: parent
            visible: screen.page.what === "paper"
            ready: true
        },
        CardArt {
            anchors.fill: parent
            visible: screen.page.what === "card"
            act: "take"
        }
    ]

    AnswerButton {
        option: screen.page.accept
        presenter: screen.presenter
        role: "primary"
        least: Theme.mm(44)
    }
}
