import type { ReactNode } from 'react'
import type { BranchCreated } from '../api/contract.ts'

/** The branch that AutoFix made in a scratch clone, and how to get it. */
export function BranchCard({ branch }: { branch: BranchCreated }): ReactNode {
  const { base, commits, path, skipped, stat } = branch
  return (
    <section className="card" aria-label="Branch" data-branch={branch.branch}>
      <h2>
        Branch <code>{branch.branch}</code>
      </h2>
      <p className="hint">
        {stat}, on top of <code>{base.slice(0, 8)}</code>, in a clone of its own: your folder is as it was.
        Each change was tried, and the file still parses; run your tests before you merge.
      </p>
      <pre className="excerpt">
        git fetch {quoted(path)} {branch.branch}:{branch.branch}
      </pre>
      <ul className="commits">
        {commits.map((commit) => (
          <li key={commit.sha}>
            <code>{commit.sha.slice(0, 8)}</code> {commit.subject}
          </li>
        ))}
      </ul>
      {skipped.length > 0 && (
        <details>
          <summary>
            Left out <span className="count">{skipped.length}</span>
          </summary>
          <ul className="commits">
            {skipped.map(({ file, rule, why }) => (
              <li key={`${file}:${rule}:${why}`}>
                <code>{file}</code> {rule}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** For a shell, where the path needs it. */
function quoted(path: string): string {
  return /^[\w./@:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
