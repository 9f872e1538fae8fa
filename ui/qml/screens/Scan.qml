pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Page {
    id: screen

    required property var page
    required property var presenter

    title: page.title
    hint: page.hint
    airy: wide

    component Answers: ColumnLayout {
        spacing: Theme.gap
        Layout.fillWidth: true

        Repeater {
            model: screen.page.answers

            AnswerButton {
                required property var modelData
                option: modelData
                presenter: screen.presenter
            }
        }
    }

    beneath: [
        Notice {
            words: screen.page.problem
            Layout.fillWidth: true
        },
        Item {
            Layout.fillHeight: true
        },
        Answers {
            visible: screen.wide
        }
    ]

    RowLayout {
        spacing: Theme.gap
        Layout.fillWidth: true
        Layout.fillHeight: true

        Repeater {
            model: screen.page.ways

            ScanWay {
                required property var modelData
                what: modelData.what
                how: modelData.how
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
            }
        }
    }

    Answers {
        visible: !screen.wide
    }
}
