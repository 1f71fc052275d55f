import { createHash } from 'node:crypto'

/** Colours have a contrast of at least 4.5 to 1 in both schemes. No font and no picture is loaded. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f6f8, #10161c); --surface: light-dark(#ffffff, #192129); --line: light-dark(#d5dbe1, #3a4754);
  --text: light-dark(#16202a, #e8edf2); --quiet: light-dark(#52606d, #a3b1be); --raised: light-dark(#f4f6f8, #222c36);
  --accent: light-dark(#0b6b61, #5cc4b4); --on-accent: light-dark(#ffffff, #06231f);
  --band: light-dark(#fdf1d3, #3b3013); --on-band: light-dark(#5b4200, #f3dc9d); --alert: light-dark(#a3201d, #ff9d94);
}
*, ::before, ::after { box-sizing: border-box }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.band { padding: .45rem 1rem; background: var(--band); color: var(--on-band); font-size: .8125rem; font-weight: 600; text-align: center }
main {
  width: min(28rem, 100% - 1.5rem); margin: 1.5rem auto; padding: 1.25rem; background: var(--surface);
  border: 1px solid var(--line); border-radius: 14px; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.25rem; line-height: 1.3 }
p { margin: .5rem 0 0 }
code { font-size: .875em }
.quiet { color: var(--quiet) }
form > .quiet { margin-top: .9rem; font-size: .875rem }
form > label { display: block; margin-top: 1.1rem; font-size: .875rem; color: var(--quiet) }
.alert { margin-top: .9rem; color: var(--alert); font-weight: 600 }
dl { margin: .9rem 0 0 }
dt { color: var(--quiet); font-size: .875rem }
dd { margin: 0 0 .5rem }
fieldset { margin: 1.1rem 0 0; padding: 0; border: 0; min-width: 0 }
legend { margin: 0 0 .4rem; padding: 0; font-size: .8125rem; font-weight: 600; color: var(--quiet) }
.choices { border: 1px solid var(--line); border-radius: 10px; overflow: hidden auto; max-height: 18rem }
.choice { display: flex; flex-wrap: wrap; align-items: center; column-gap: .7rem; min-height: 2.9rem; padding: .5rem .85rem; cursor: pointer }
.choice + .choice { border-top: 1px solid var(--line) }
.choice:has(:checked) { background: var(--raised) }
.choice > span { flex: 1 }
.choice > small { color: var(--quiet); font-size: .875rem }
input[type=radio], input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: 0; flex: none; accent-color: var(--accent) }
.name { display: block; padding: .7rem 0 0; font-size: .875rem; color: var(--quiet) }
fieldset:not(:has([value=""]:checked)) .name { display: none }
input[type=text] {
  display: block; width: 100%; margin-top: .25rem; padding: .5rem .65rem; border: 1px solid var(--quiet);
  border-radius: 8px; background: var(--surface); color: var(--text); font: inherit;
}
.actions { display: flex; gap: .6rem; padding: 1.1rem 0 .5rem; flex-wrap: wrap }
button {
  flex: 1 1 7.5rem; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--raised); color: var(--text); font: inherit; font-weight: 600; cursor: pointer;
}
button:hover { border-color: var(--quiet) }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent) }
:is(button, input, summary, a):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.choices :focus-visible { outline-offset: 0 }
a { color: var(--accent) }
summary { padding: .35rem 0; color: var(--quiet); font-size: .875rem; cursor: pointer }
h2 { margin: 1rem 0 .4rem; font-size: 1rem }
.button {
  flex: 1 1 7.5rem; display: flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem .7rem;
  border: 1px solid var(--line); border-radius: 10px; color: var(--text); font-weight: 600; text-decoration: none;
}
.host { display: flex; flex-wrap: wrap; gap: 1.25rem; width: auto; max-width: none; margin: .75rem }
.host section { flex: 1 1 16rem; min-width: 0 }
iframe { width: 100%; height: 82vh; border: 1px solid var(--line); border-radius: 10px; background: #ffffff }
.full iframe { flex: 3 1 24rem }
.phone iframe { flex: none; width: min(390px, 100%); height: 844px }
@media (max-width: 48rem) { .phone iframe { height: min(844px, 82vh) } }
.messages { margin: 0; padding: .5rem .75rem; max-height: 60vh; overflow: auto; border: 1px solid var(--line); border-radius: 10px; list-style: none; font-size: .8125rem }
.messages:empty { display: none }
.messages:focus-visible { outline: 3px solid var(--accent) }
.notice { padding: .6rem 0 0; color: var(--quiet); font-size: .75rem; text-align: center }
`

/** For `style-src`: this style and no other. */
export const PAGE_STYLE_HASH = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`
