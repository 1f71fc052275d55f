import { escapeMarkup } from './escape-markup.ts'
import { HTML_STYLE } from './html-style.ts'
import { apiNames, type CaseResult, type Report, type ShownExchange } from './report.ts'

/** No script, no request: only the style that is in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The report as one page that needs nothing else. */
export function toHtml(report: Report): string {
  const { target, baseUrl, results, counts } = report
  const title = `Conformance of ${target} at ${baseUrl}`
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const byOperation = [...Map.groupBy(results, ({ operation }) => operation)]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>${apiNames[target]}: ${counts.failed === 0 ? 'conforms' : `${counts.failed} failed`}</h1>
${facts(report)}
</header>
<main>
${failed.length === 0 ? '' : `<h2>Failures</h2>\n${failed.map(failure).join('\n')}`}
<h2>All cases</h2>
${byOperation.map(([operation, all]) => operationTable(operation, all)).join('\n')}
</main>
</body>
</html>
`
}

function facts(report: Report): string {
  const { target, baseUrl, control, write, seed, runs, counts, requests, milliseconds } = report
  const rows: [string, string][] = [
    ['Target', `${target} at ${baseUrl}`],
    ['Mock that plays the user', control ?? 'none'],
    ['Sent', write ? 'reads and writes' : 'only reads'],
    ['Cases', `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`],
    ['Requests', `${requests} in ${(milliseconds / 1000).toFixed(1)} s`],
    ['Seed', `${seed}, ${runs} runs of each property`],
  ]
  const items = rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
  return `<dl>${items.join('')}</dl>\n<pre>${escapeHtml(report.command)}</pre>`
}

function failure(result: CaseResult): string {
  const { id, title, problems, exchanges, command } = result
  return `<article id="${escapeHtml(id)}">
<h3>${escapeHtml(title)}</h3>
<p class="id">${escapeHtml(id)}</p>
<ul class="problems">${problems.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>
${exchanges.map(exchange).join('\n')}
<p>Only this case:</p>
<pre>${escapeHtml(command)}</pre>
</article>`
}

/** Those that went well are folded. */
function exchange({ to, method, url, sent, came, curl, problems }: ShownExchange): string {
  const status = 'status' in came ? String(came.status) : 'no response'
  const response =
    'status' in came
      ? `${status}\n${headers(came.headers)}\n\n${came.body === '' ? '(empty body)' : came.body}`
      : came.noAnswer
  return `<details${problems.length > 0 ? ' open class="bad"' : ''}>
<summary><b>${escapeHtml(to)}</b> ${escapeHtml(method)} ${escapeHtml(url)} → ${escapeHtml(status)}</summary>
${problems.map((each) => `<p class="problem">${escapeHtml(each)}</p>`).join('')}
<h4>Sent</h4><pre>${escapeHtml(`${method} ${url}\n${headers(sent.headers)}${sent.body == null ? '' : `\n\n${sent.body}`}`)}</pre>
<h4>Received</h4><pre>${escapeHtml(response)}</pre>
<h4>Repeat</h4><pre>${escapeHtml(curl)}</pre>
</details>`
}

function headers(all: readonly (readonly [string, string])[]): string {
  return all.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function operationTable(operation: string, results: readonly CaseResult[]): string {
  const rows = results.map(({ id, title, outcome, reason, milliseconds }) => {
    const name =
      outcome === 'failed'
        ? `<a href="#${escapeHtml(id)}">${escapeHtml(title)}</a>`
        : escapeHtml(title)
    const why = reason == null ? '' : `<br><small>${escapeHtml(reason)}</small>`
    return `<tr class="${outcome}"><td>${outcome}</td><td>${name}${why}</td><td><code>${escapeHtml(id)}</code></td><td>${milliseconds.toFixed(0)} ms</td></tr>`
  })
  return `<section><h3>${escapeHtml(operation)}</h3><table><tbody>\n${rows.join('\n')}\n</tbody></table></section>`
}

/** Text for an element or a quoted attribute. */
function escapeHtml(text: string): string {
  return escapeMarkup(text).replaceAll("'", '&#39;').replaceAll('\0', '\\0')
}
