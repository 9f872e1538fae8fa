import QtQuick
import QtQuick.Layouts
import "../theme"

// A picture, and below it (or beside it, on a wide panel) what is going on, in words.
Item {
    id: scene

    property string title
    property string hint
    property alias picture: stage.data
    default property alias parts: column.data

    readonly property bool wide: width > height

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        columns: scene.wide ? 2 : 1
        uniformCellWidths: scene.wide
        columnSpacing: Theme.margin
        rowSpacing: Theme.margin

        Item {
            id: stage
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        ColumnLayout {
            id: column
            Layout.fillWidth: true
            Layout.fillHeight: scene.wide
            spacing: Theme.space

            Sentence {
                words: scene.title
                size: Theme.title
                bold: true
                Layout.fillWidth: true
            }

            Sentence {
                visible: words !== ""
                words: scene.hint
                size: Theme.large
                color: Theme.color.textSubtle
                Layout.fillWidth: true
            }
        }
    }
}
