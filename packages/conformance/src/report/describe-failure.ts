import type { CaseResult, ShownExchange } from './report.ts'

const LONGEST_BODY = 2_000

/** A failed case in lines for people: what is wrong, what was sent, what came, how to do it again. */
export function describeFailure(result: CaseResult): string[] {
  const { exchanges, problems } = result
  const faulty = exchanges.filter((each) => each.problems.length > 0)
  const shown = faulty.length > 0 ? faulty : exchanges.slice(-1)
  const own = new Set(faulty.flatMap((each) => each.problems))
  const first = exchanges.findIndex((each) => shown.includes(each))
  const before = beforeLines(exchanges.slice(0, first))
  return [
    ...problems.filter((each) => !own.has(each)).map((each) => `✗ ${each}`),
    ...shown
      .slice(0, MAX_SHOWN)
      .flatMap((each, place) => faultLines(each, place === 0 ? before : [])),
    ...(shown.length > MAX_SHOWN ? [`… and ${shown.length - MAX_SHOWN} more like these`] : []),
    `again   ${result.command}`,
  ]
}

/** The first ones are enough; the pages show all. */
const MAX_SHOWN = 3

/** `before` are the lines of what led to it. */
function faultLines(exchange: ShownExchange, before: readonly string[]): string[] {
  const faults = exchange.problems.map((each) => `✗ ${each}`)
  return [...faults, ...before, ...exchangeLines(exchange)]
}

function beforeLines(exchanges: readonly ShownExchange[]): string[] {
  return exchanges.map(({ method, url, came }, place) => {
    const name = place === 0 ? 'before  ' : '        '
    return `${name}${method} ${cut(url)} → ${'status' in came ? came.status : 'no response'}`
  })
}

function exchangeLines({ method, url, sent, came, curl }: ShownExchange): string[] {
  return [
    `sent    ${method} ${cut(url)}`,
    ...sent.headers.map(([name, value]) => `        ${name}: ${cut(value)}`),
    ...(sent.body == null ? [] : [`        ${cut(sent.body)}`]),
    ...('status' in came
      ? [
          `came    ${came.status}`,
          ...came.headers.map(([name, value]) => `        ${name}: ${cut(value)}`),
          `        ${came.body === '' ? '(empty body)' : cut(came.body)}`,
        ]
      : [`came    nothing: ${came.noAnswer}`]),
    `curl    ${cut(curl)}`,
  ]
}

function cut(text: string): string {
  return text.length > LONGEST_BODY
    ? `${text.slice(0, LONGEST_BODY)}… (${text.length} characters)`
    : text
}
