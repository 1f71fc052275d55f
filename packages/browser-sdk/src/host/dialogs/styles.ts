/** Colours have a contrast of at least 4.5 to 1 in both schemes. No font and no picture is loaded. */
export const STYLES = `
:host {
  --surface: #ffffff; --raised: #f4f6f8; --line: #d5dbe1; --text: #16202a; --quiet: #52606d;
  --accent: #0b6b61; --on-accent: #ffffff; --band: #fdf1d3; --on-band: #5b4200; --alert: #a3201d; --ring: #0b6b61;
  --shade: rgb(16 24 32 / .5); --shadow: 0 12px 40px rgb(16 24 32 / .24);
  all: initial; color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --surface: #192129; --raised: #222c36; --line: #3a4754; --text: #e8edf2; --quiet: #a3b1be;
    --accent: #5cc4b4; --on-accent: #06231f; --band: #3b3013; --on-band: #f3dc9d; --alert: #ff9d94; --ring: #5cc4b4;
    --shade: rgb(0 0 0 / .6); --shadow: 0 12px 40px rgb(0 0 0 / .5);
  }
}
*, ::before, ::after { box-sizing: border-box }
dialog, .panel {
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--text);
  background: var(--surface); text-align: start; letter-spacing: normal;
}
dialog {
  width: min(26.5rem, calc(100vw - 1.5rem)); max-height: calc(100dvh - 1.5rem); margin: auto; padding: 0;
  border: 0; border-radius: 14px; box-shadow: var(--shadow); overflow: hidden auto;
}
dialog::backdrop { background: var(--shade) }
.band {
  position: sticky; top: 0; z-index: 1;
  padding: .45rem 1.25rem; background: var(--band); color: var(--on-band); font-size: .8125rem; font-weight: 600;
  text-align: center;
}
.body { padding: 1.25rem 1.25rem .25rem }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.3; font-weight: 650; outline: none; overflow-wrap: anywhere }
p { margin: .4rem 0 0; overflow-wrap: anywhere }
.quiet { color: var(--quiet) }
.amount { font-size: 2rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; margin-top: .1rem }
fieldset { margin: 1.1rem 0 0; padding: 0; border: 0; min-width: 0 }
legend { margin: 0 0 .4rem; padding: 0; font-size: .8125rem; font-weight: 600; color: var(--quiet) }
h1 + div > .choices { margin-top: .9rem }
.body:has(+ .notice) { padding-bottom: .8rem }
.choices { border: 1px solid var(--line); border-radius: 10px; overflow: hidden auto }
.users { max-height: 14.8rem }
.choice {
  display: flex; align-items: center; gap: .7rem; min-height: 2.9rem; padding: .5rem .85rem; cursor: pointer;
  overflow-wrap: anywhere;
}
.choice + .choice { border-top: 1px solid var(--line) }
.choice:has(:checked) { background: var(--raised) }
.choice > :nth-child(2) { flex: 1 }
.choice > :last-child:not(:nth-child(2)) {
  color: var(--quiet); font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap;
}
input[type=radio], input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: 0; flex: none; accent-color: var(--accent) }
.new-name { display: block; padding: .7rem 0 0; font-size: .8125rem; color: var(--quiet) }
.new-name[hidden] { display: none }
input:not([type]) {
  display: block; width: 100%; margin-top: .25rem; padding: .5rem .65rem; border: 1px solid var(--quiet);
  border-radius: 8px; background: var(--surface); color: var(--text); font: inherit; font-size: 1rem;
}
dl { margin: .9rem 0 0; border-top: 1px solid var(--line) }
dl > div { display: flex; justify-content: space-between; gap: 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line) }
dt { color: var(--quiet); flex: none }
dd { margin: 0; text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; min-width: 0 }
.steps { list-style: none; margin: 1rem 0 0; padding: 0 }
.steps li { display: flex; gap: .65rem; align-items: baseline; padding: .2rem 0; color: var(--quiet) }
.steps li::before {
  content: ""; width: .7rem; height: .7rem; flex: none; border: 2px solid var(--quiet); border-radius: 50%;
  transform: translateY(.05rem);
}
.steps .done { color: var(--text) }
.steps .done::before { background: var(--accent); border-color: var(--accent) }
.steps .now { color: var(--text); font-weight: 600 }
.steps .now::before { border-color: var(--accent) }
.steps time { margin-inline-start: auto; font-variant-numeric: tabular-nums; font-weight: 600 }
@media (prefers-reduced-motion: no-preference) {
  .steps .now::before { animation: wait 1.6s ease-in-out infinite }
  @keyframes wait { 50% { border-color: var(--line) } }
}
.alert { color: var(--alert); font-weight: 500; scroll-margin-bottom: 6rem }
.alert:empty { display: none }
.amount.long { font-size: 1.35rem; overflow-wrap: anywhere }
dialog > .actions { position: sticky; bottom: 0; background: var(--surface) }
@media (max-width: 30rem) {
  .scope { flex-wrap: wrap; row-gap: 0 }
  .scope > :last-child:not(:nth-child(2)) { flex-basis: 100%; padding-inline-start: 1.8rem }
}
.actions { display: flex; gap: .6rem; padding: 1.1rem 1.25rem .9rem; flex-wrap: wrap }
button {
  flex: 1 1 7.5rem; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--raised); color: var(--text); font: inherit; font-weight: 600; cursor: pointer;
}
button:hover:not(:disabled) { border-color: var(--quiet) }
button:disabled { opacity: .55; cursor: default }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent) }
.choices button { display: block; width: 100%; font-weight: 500; padding-inline: .85rem; border: 0; border-radius: 0; background: none; text-align: start }
.choices button + button { border-top: 1px solid var(--line) }
:is(button, input, summary):focus-visible { outline: 3px solid var(--ring); outline-offset: 2px }
.choices :focus-visible { outline-offset: -3px }
dialog details { padding: 0 1.25rem }
summary { cursor: pointer; color: var(--quiet); font-size: .875rem; padding: .35rem 0; border-radius: 6px }
details .actions { padding: .5rem 0 .25rem }
.notice { margin: 0; padding: .35rem 1.25rem .9rem; color: var(--quiet); font-size: .75rem; text-align: center }
.panel {
  position: fixed; inset: auto .75rem .75rem auto; z-index: 2147483647; width: max-content;
  max-width: min(22rem, calc(100vw - 1.5rem)); border: 1px solid var(--line); border-radius: 10px;
  box-shadow: 0 3px 14px rgb(16 24 32 / .18); font-size: .8125rem;
}
.panel summary { padding: .4rem .75rem; font-size: .8125rem; font-weight: 600 }
.panel ol { list-style: none; margin: 0; padding: .1rem .75rem .3rem }
.panel li { display: flex; gap: .6rem; padding: .15rem 0; overflow-wrap: anywhere }
.panel time { color: var(--quiet); font-variant-numeric: tabular-nums; flex: none }
.panel .error { color: var(--alert) }
.panel .actions { padding: .3rem .75rem .7rem }
.panel button { min-height: 2rem; padding: .25rem .6rem; font-size: .8125rem; flex: 1 1 auto }
.panel p { margin: 0; padding: 0 .75rem }
`
