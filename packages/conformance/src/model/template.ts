const REF = Symbol('ref')
const TEXT = Symbol('text')

/** A value that an earlier step saved, or that the run knows, by its name. */
export type Ref = { readonly [REF]: string }
/** A string with such values in it. */
export type Text = { readonly [TEXT]: readonly (string | Ref | Text)[] }
/** A JSON value with such values in it. */
export type Template =
  | string
  | number
  | boolean
  | null
  | Ref
  | Text
  | readonly Template[]
  | { readonly [name: string]: Template | undefined }

/** Values by name. */
export type Values = ReadonlyMap<string, unknown>

export function ref(name: string): Ref {
  return { [REF]: name }
}

/** Names values inside a string: text`Key ${'apiKey'}`. */
export function text(strings: TemplateStringsArray, ...names: readonly string[]): Text {
  return {
    [TEXT]: strings.flatMap((each, place) => {
      const name = names[place]
      return name == null ? [each] : [each, ref(name)]
    }),
  }
}

/** Several parts as one string. */
export function concat(...parts: readonly (string | Ref | Text)[]): Text {
  return { [TEXT]: parts }
}

/** The template with its values filled in; fields of undefined are left out. */
export function fill(template: unknown, values: Values): unknown {
  if (typeof template !== 'object' || template == null) return template
  if (Array.isArray(template)) return template.map((each) => fill(each, values))
  if (isRef(template)) return valueOf(template, values)
  if (isText(template)) return fillText(template, values)
  // Matchers carry symbols; fromEntries defines even a field named __proto__ instead of setting it.
  const names = Reflect.ownKeys(template)
  const filled = names.map((name) => [name, fill(Reflect.get(template, name), values)] as const)
  return Object.fromEntries(filled.filter(([, each]) => each !== undefined))
}

/** As `fill`, for what must be a string in the end. */
export function fillString(template: string | Ref | Text, values: Values): string {
  return String(fill(template, values))
}

function valueOf(reference: Ref, values: Values): unknown {
  const name = reference[REF]
  if (!values.has(name)) throw new Error(`No step saved a value with the name ${name}`)
  return values.get(name)
}

function fillText(template: Text, values: Values): string {
  return template[TEXT].map((part) => String(fill(part, values))).join('')
}

function isRef(value: object): value is Ref {
  return REF in value
}

function isText(value: object): value is Text {
  return TEXT in value
}
