import QtQuick
import QtQuick.Layouts
import "../theme"

// The help phone: a number to call, not a button.
RowLayout {
    id: help

    required property string label
    required property string phone
    property bool inOneLine: true

    visible: phone !== ""
    spacing: Theme.mm(4)

    Icon {
        name: "phone"
        color: Theme.color.textPrimary
        size: Theme.large
    }

    GridLayout {
        columns: help.inOneLine ? 2 : 1
        columnSpacing: Theme.mm(4)
        rowSpacing: 0

        Sentence {
            words: help.label
            color: Theme.color.textSubtle
            leading: 1.04
        }

        Sentence {
            words: help.phone
            bold: true
            leading: 1.04
        }
    }
}
