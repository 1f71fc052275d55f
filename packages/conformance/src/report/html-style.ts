/** The style of the page: system fonts, light and dark. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --line: #8884; --bad: #c62828; --good: #2e7d32; --dim: #777; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #81c784; --dim: #999; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { margin: 0 0 1rem; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; }
h4 { margin: .8rem 0 .2rem; font-size: .85rem; color: var(--dim); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.2rem; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #8881; border-radius: 6px; padding: .6rem .8rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; max-height: 30rem; overflow: auto; }
code, .id { font: 13px ui-monospace, monospace; color: var(--dim); }
.id { margin: 0; }
article { border-left: 4px solid var(--bad); padding: .1rem 0 .6rem 1rem; margin: 1.5rem 0; }
article h3 { margin: .2rem 0; }
.problems, .problem { color: var(--bad); margin: .3rem 0; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .3rem .8rem; margin: .4rem 0; }
details.bad { border-color: var(--bad); }
summary { cursor: pointer; overflow-wrap: anywhere; }
section h3 { margin: 1.5rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid var(--line); padding: .25rem .6rem .25rem 0; vertical-align: top; }
td:first-child { width: 5rem; } td:last-child { text-align: right; white-space: nowrap; color: var(--dim); }
tr.passed td:first-child { color: var(--good); }
tr.failed td:first-child { color: var(--bad); font-weight: 600; }
tr.skipped td { color: var(--dim); }
`
