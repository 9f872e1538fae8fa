import QtQuick
import "../theme"

// Words that break between sentences where one more line allows it, else between words (never inside one, as Qt would in
// Hangul), into lines of about equal length. A no-break space keeps a number and its counter together.
Item {
    id: sentence

    required property string words
    property int size: Theme.body
    property bool bold: false
    property color color: Theme.color.text
    property int align: Text.AlignLeft
    property real leading: size > Theme.large ? 1.14 : 1.26

    readonly property real naturalWidth: Math.max(0, ...words.split("\n").map(widthOf))

    implicitWidth: Math.ceil(naturalWidth) + 2
    implicitHeight: shown.implicitHeight

    function widthOf(part: string): real {
        // advanceWidth() alone would not make a binding follow the font.
        return metrics.font.pixelSize > 0 ? metrics.advanceWidth(part) : 0;
    }

    function linesWithin(parts: list<string>, room: real): list<string> {
        const lines = [];
        for (const part of parts) {
            const longer = lines.length > 0 ? lines[lines.length - 1] + " " + part : part;
            if (lines.length > 0 && widthOf(longer) <= room)
                lines[lines.length - 1] = longer;
            else
                lines.push(part);
        }
        return lines;
    }

    // The narrowest lines that are no more than the full width would need.
    function balanced(paragraph: string, room: real): list<string> {
        const parts = paragraph.split(" ");
        const count = linesWithin(parts, room).length;
        let low = room / count;
        let high = room;
        while (high - low > 2) {
            const middle = (low + high) / 2;
            if (linesWithin(parts, middle).length > count)
                low = middle;
            else
                high = middle;
        }
        return linesWithin(parts, high);
    }

    function broken(paragraph: string, room: real): string {
        if (room <= 0 || widthOf(paragraph) <= room)
            return paragraph;
        const whole = balanced(paragraph, room);
        const bySentence = paragraph.replace(/([.?!]) /g, "$1\n").split("\n").map(part => balanced(part, room).join("\n")).join("\n");
        return bySentence.split("\n").length <= whole.length + 1 ? bySentence : whole.join("\n");
    }

    FontMetrics {
        id: metrics
        font: shown.font
    }

    Text {
        id: shown
        // Qt puts the leading below each line; half of it belongs above, or the words sit too high.
        y: (lineHeight - 1) * metrics.height / 2
        width: sentence.width
        text: sentence.words.split("\n").map(part => sentence.broken(part, sentence.width)).join("\n")
        textFormat: Text.PlainText
        color: sentence.color
        horizontalAlignment: sentence.align
        lineHeight: sentence.leading
        font.family: Theme.family
        font.pixelSize: sentence.size
        font.bold: sentence.bold
        Accessible.name: sentence.words
    }
}
