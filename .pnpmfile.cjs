// The packages that hold Node itself declare `os` and `cpu` as texts, which pnpm does not read: it would install
// the binaries of all systems. Here they become the lists that pnpm expects.
const HOLDS_NODE = /^node-(bin-)?(darwin|linux|win)-\w+$/

module.exports = {
  hooks: {
    /** @param {{ name: string, os: string | string[], cpu: string | string[] }} manifest */
    readPackage(manifest) {
      if (!HOLDS_NODE.test(manifest.name)) return manifest
      return { ...manifest, os: [manifest.os].flat(), cpu: [manifest.cpu].flat() }
    },
    /**
     * Provenance needs the address of the repository, which the workflow knows. A fork names itself.
     * @param {object} manifest
     * @param {string} folder
     */
    beforePacking(manifest, folder) {
      const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
      if (server == null || repository == null) return manifest
      const directory = folder.split(/[\\/]/).slice(-2).join('/')
      const url = `git+${server}/${repository}.git`
      return { ...manifest, repository: { type: 'git', url, directory } }
    },
  },
}
