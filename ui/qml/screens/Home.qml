pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"
import "../parts"

Page {
    id: screen

    required property var page
    required property var presenter

    // Few services leave room for a large welcome and a picture; many, or the reasons why some cannot be used, do not.
    readonly property var all: page.services.concat(page.staffServices)
    readonly property int lost: all.filter(service => !service.available).length
    readonly property bool crowded: page.services.length > (wide ? 2 : 3) || (all.length > 2 && lost > (wide ? 0 : 1))

    // Cards side by side are equally high, however much each has to say.
    function tallest(cards: Repeater): real {
        let height = 0;
        for (let index = 0; index < cards.count; index++)
            height = Math.max(height, cards.itemAt(index)?.implicitHeight ?? 0);
        return height;
    }

    title: page.title
    hint: crowded ? "" : page.hint
    titleSize: crowded ? Theme.title : Theme.display
    airy: !crowded
    sideBySide: wide && !crowded

    beneath: [
        Item {
            visible: !screen.crowded
            Layout.fillWidth: true
            Layout.fillHeight: true

            PlaceArt {
                anchors.fill: parent
                anchors.topMargin: Theme.space
                anchors.bottomMargin: screen.wide ? 0 : Theme.space
                visible: parent.height > Theme.mm(60)
            }
        }
    ]

    GridLayout {
        columns: screen.wide && screen.crowded ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 100

        Repeater {
            id: cards
            model: screen.page.services

            ServiceCard {
                required property var modelData
                objectName: "service." + modelData.id
                held: screen.presenter.frame.held === objectName
                service: modelData.id
                title: modelData.title
                hint: modelData.hint
                available: modelData.available
                compact: screen.crowded
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: leastHeight
                Layout.maximumHeight: screen.wide && screen.crowded ? screen.tallest(cards) : implicitHeight
                onTapped: screen.presenter.choose(service)
            }
        }
    }

    Item {
        Layout.fillHeight: true
        Layout.verticalStretchFactor: 1
    }

    GridLayout {
        columns: screen.wide && screen.crowded ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Layout.fillWidth: true
        Layout.fillHeight: false
        Layout.topMargin: screen.crowded ? 0 : Theme.gap

        Repeater {
            id: staffCards
            model: screen.page.staffServices

            StaffCard {
                required property var modelData
                objectName: "service." + modelData.id
                held: screen.presenter.frame.held === objectName
                service: modelData.id
                title: modelData.title
                hint: modelData.hint
                available: modelData.available
                Layout.fillWidth: true
                Layout.preferredHeight: screen.wide && screen.crowded ? screen.tallest(staffCards) : implicitHeight
                onTapped: screen.presenter.choose(service)
            }
        }
    }
}
