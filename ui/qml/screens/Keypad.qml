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
    airy: true
    focus: true

    Keys.onPressed: event => {
        if (event.isAutoRepeat)
            return;
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            screen.presenter.press_digit(String(event.key - Qt.Key_0));
        else if (event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete)
            screen.presenter.erase_digit();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            screen.presenter.finish_typing();
    }

    beneath: [
        Notice {
            words: screen.page.problem
            Layout.fillWidth: true
        },
        Item {
            Layout.fillHeight: true
        },
        Entry {
            cells: screen.page.cells
            unit: screen.page.unit
            Layout.fillWidth: true
        }
    ]

    NumPad {
        eraseLabel: screen.page.erase
        canErase: screen.page.canErase
        Layout.fillWidth: true
        Layout.fillHeight: true
        onDigitPressed: digit => screen.presenter.press_digit(digit)
        onErasePressed: screen.presenter.erase_digit()
    }

    KButton {
        objectName: "keypad.done"
        held: screen.presenter.frame.held === objectName
        label: screen.page.done
        icon: enabled ? "check" : ""
        role: "primary"
        size: Theme.heading
        enabled: screen.page.canFinish
        implicitHeight: Theme.mm(34)
        Layout.fillWidth: true
        Layout.topMargin: Theme.mm(2.5)
        onTapped: screen.presenter.finish_typing()
    }
}
