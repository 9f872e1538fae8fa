// Values from the KRDS light colours (github.com/KRDS-uiux/krds-uiux, tokens/figma_token.json), under our own names. Where KRDS
// stays below 4.5:1 for words or 3:1 for the edge of a control, the next darker step is taken: primary 60 for fills, gray 60 for borders.
Colors {
    page: "#f4f5f6" // gray 5
    surface: "#ffffff"
    text: "#1e2124" // gray 90
    textSubtle: "#464c53" // gray 70
    border: "#58616a" // gray 60
    divider: "#cdd1d5" // gray 20

    primary: "#0b50d0" // primary 60
    primaryPressed: "#083891" // primary 70
    primarySoft: "#d8e5fd" // primary 10
    primaryLine: "#b1cefb" // primary 20
    primaryDeep: "#052561" // primary 80
    textOnPrimary: "#ffffff"
    textPrimary: "#0b50d0" // primary 60

    disabled: "#e6e8ea" // gray 10
    textDisabled: "#58616a" // gray 60

    success: "#267337" // success 60
    successSoft: "#eaf6ec" // success 5
    information: "#096ab3" // information 60
    informationSoft: "#e7f4fe" // information 5
    warning: "#8a5c00" // warning 60
    warningSoft: "#fff3db" // warning 5
    danger: "#bd2c0f" // danger 60
    dangerSoft: "#fdefec" // danger 5

    paper: "#ffffff"
    dim: "#b31e2124" // gray 90 at 70 %
}
