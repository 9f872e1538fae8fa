import QtQuick

// The colours by what they are for. A mode (light, high contrast, soft) is one more object of this type.
QtObject {
    required property color page
    required property color surface
    required property color text
    required property color textSubtle
    required property color border
    required property color divider

    required property color primary
    required property color primaryPressed
    required property color primarySoft
    required property color primaryLine
    required property color primaryDeep
    required property color textOnPrimary
    required property color textPrimary

    required property color disabled
    required property color textDisabled

    required property color success
    required property color successSoft
    required property color information
    required property color informationSoft
    required property color warning
    required property color warningSoft
    required property color danger
    required property color dangerSoft

    required property color paper
    required property color dim
}
