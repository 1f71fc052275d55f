/** Text that is HTML already. Made by `html` only, so that no text gets into a page without escapes. */
export type Html = { readonly markup: string }

type Value = string | number | Html | readonly Html[] | undefined | false

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A piece of a page: text is escaped, pieces and lists of pieces are not, undefined and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return { markup: String.raw({ raw: parts }, ...values.map(write)) }
}

function write(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'object') {
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
  }
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
