// Not imported on demand by itself: a bundle then has only the default export of a package that is not an ES module.
import { parseDocument } from 'yaml'

/** The data of a YAML text; throws a sentence that names the place. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text)
  const [error = document.warnings[0]] = document.errors
  // The other lines show the place in the text, which the first one names.
  if (error != null) throw new Error(`not valid YAML: ${error.message.split('\n')[0]}`)
  return document.toJS()
}
