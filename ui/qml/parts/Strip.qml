pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"

// The alarms that hold now. It takes room of its own, so that it never covers what the person is doing.
GridLayout {
    id: strip

    required property var alarms

    columns: width > Theme.mm(450) ? 2 : 1
    columnSpacing: 0
    rowSpacing: 0
    visible: alarms.length > 0

    Repeater {
        model: strip.alarms

        Rectangle {
            id: alarm

            required property var modelData
            readonly property color ink: modelData.urgent ? Theme.color.danger : Theme.color.warning

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            implicitHeight: words.implicitHeight + Theme.mm(8)
            color: modelData.urgent ? Theme.color.dangerSoft : Theme.color.warningSoft

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: Theme.margin
                anchors.rightMargin: Theme.margin
                spacing: Theme.gap

                Icon {
                    name: "warning"
                    color: alarm.ink
                    size: Theme.large
                }

                Sentence {
                    id: words
                    words: alarm.modelData.text
                    bold: alarm.modelData.urgent
                    color: alarm.ink
                    Layout.fillWidth: true
                }
            }
        }
    }
}
