import QtQuick
import QtQuick.Layouts
import "../theme"

// A title, perhaps a hint, and below it (or beside it, on a wide panel) what the person does.
Item {
    id: page

    property string title
    property string hint
    property int titleSize: Theme.title
    // Whether the part under the title takes the spare room of a tall panel, rather than the controls.
    property bool airy: false
    property alias beneath: upper.data
    default property alias controls: lower.data

    readonly property bool wide: width > height
    property bool sideBySide: wide

    GridLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: page.wide ? Theme.space : Theme.margin
        anchors.bottomMargin: page.wide ? Theme.space : Theme.margin
        columns: page.sideBySide ? 2 : 1
        uniformCellWidths: page.sideBySide
        columnSpacing: Theme.margin
        rowSpacing: Theme.space

        ColumnLayout {
            id: upper
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.fillHeight: page.airy
            Layout.topMargin: page.wide ? 0 : Theme.mm(8)
            spacing: Theme.gap

            Sentence {
                words: page.title
                size: page.titleSize
                bold: true
                Layout.fillWidth: true
            }

            Sentence {
                words: page.hint
                visible: words !== ""
                color: Theme.color.textSubtle
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            id: lower
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: page.airy && !page.sideBySide ? implicitHeight : Number.POSITIVE_INFINITY
            spacing: Theme.gap
        }
    }
}
