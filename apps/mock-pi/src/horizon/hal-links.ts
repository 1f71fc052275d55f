/** Links of Horizon's resources, all to the mock itself. */
export function linksTo(url: string) {
  const link = (path: string) => ({ href: `${url}${path}` })
  const template = (path: string) => ({ ...link(path), templated: true })
  return {
    link,
    template,
    /** A list, as a template of the parameters that page through it. */
    paged: (path: string) => template(`${path}{?cursor,limit,order}`),
  }
}

/** An instant as Horizon writes it: whole seconds. */
export function secondsToWire(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
