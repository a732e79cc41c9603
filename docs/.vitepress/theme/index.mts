/** The usual theme, with room for lines of code. */
import Theme from "vitepress/theme";
import "./style.css";

export default Theme;
