pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"

// Labelled values, one below the other.
GridLayout {
    id: list

    required property var lines

    visible: lines.length > 0
    columns: 2
    columnSpacing: Theme.gap
    rowSpacing: Theme.mm(1)

    Repeater {
        model: [].concat(...list.lines.map(line => [line.label, line.value]))

        Sentence {
            required property string modelData
            required property int index
            readonly property bool isValue: index % 2 === 1
            words: modelData
            bold: isValue
            color: isValue ? Theme.color.text : Theme.color.textSubtle
            leading: 1.1
            Layout.fillWidth: isValue
            Layout.alignment: Qt.AlignTop
        }
    }
}
