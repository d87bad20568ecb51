from infofacts.cite import styles

STYLES = tuple(styles.STYLES)
DEFAULT_STYLE = styles.DEFAULT_STYLE
