import QtQuick
import QtQuick.Layouts
import "theme"
import "parts"

// Bars, strip and page. A new screen is a new object: a press that began on the old one cannot end on it.
Window {
    id: root

    required property var presenter

    readonly property var frame: presenter.frame
    // Before the first greeting the panel is taken for one of 27 inches, 598 x 336 mm.
    readonly property real heightMm: frame.panelHeightMm > 0 ? frame.panelHeightMm : height > width ? 598 : 336
    property string shownKey: "none"

    color: Theme.color.page
    title: "Sodam"

    function show(page: var): void {
        const key = page.kind + page.key;
        if (key === shownKey) {
            stage.item.page = page;
            return;
        }
        shownKey = key;
        stage.setSource("screens/" + page.kind + ".qml", {
            "page": page,
            "presenter": presenter
        });
    }

    Component.onCompleted: show(presenter.page)

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.height / root.heightMm
    }

    Connections {
        target: root.presenter

        function onPageChanged(): void {
            root.show(root.presenter.page);
        }
    }

    ColumnLayout {
        anchors.fill: parent
        enabled: !root.frame.asksStillThere
        spacing: 0

        TopBar {
            visible: root.frame.linked
            site: root.frame.site
            otherLanguage: root.frame.otherLanguage
            Layout.fillWidth: true
            onLanguagePressed: root.presenter.switch_language()
        }

        Strip {
            words: root.frame.alarm
            urgent: root.frame.alarmUrgent
            Layout.fillWidth: true
            Layout.fillHeight: false
        }

        Loader {
            id: stage
            focus: true
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        BottomBar {
            visible: root.frame.linked
            back: root.frame.back
            home: root.frame.home
            held: root.frame.held
            wait: root.frame.wait
            helpLabel: root.frame.helpLabel
            helpPhone: root.frame.helpPhone
            Layout.fillWidth: true
            onLeaving: to => root.presenter.leave(to)
        }
    }

    // After an answer the page takes nothing, and no other control looks pressed.
    MouseArea {
        anchors.fill: parent
        anchors.topMargin: stage.y
        enabled: root.frame.held !== ""
    }

    StillThere {
        anchors.fill: parent
        visible: root.frame.asksStillThere
        words: root.frame.stillThere
        onStayed: root.presenter.touch()
        onGaveUp: root.presenter.leave("home")
    }
}
