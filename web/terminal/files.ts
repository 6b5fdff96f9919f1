/**
 * The terminal's folder: one tree for all sessions, kept in this browser from visit to visit as far as it is small, without what is
 * secret (kubeconfigs hold tokens of a session that is over by then).
 */
import { type Files, createFiles } from '../../src/shell/files.ts';

const storageKey = 'terminal-files';
const keptCharactersMax = 1_000_000;

/** Something to apply at once: what the first line of the terminal speaks of. */
const example = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.25
          ports:
            - containerPort: 80
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 80
`;

export const home = '/home/user';
const initial = { [`${home}/web.yaml`]: example };

function kept(): Readonly<Record<string, string>> {
  try {
    const text = localStorage.getItem(storageKey);
    const read: unknown = text === null ? undefined : JSON.parse(text);
    if (typeof read !== 'object' || read === null) return initial;
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return initial;
  }
}

function all(files: Files, folder = '/'): readonly string[] {
  return (files.list(folder) ?? []).flatMap((name) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    return files.isFolder(path) ? all(files, path) : [path];
  });
}

export const files = createFiles(kept());

/** Keeps the folder; where that is refused it lasts as long as the page. */
export function keepFiles(): void {
  const texts = all(files)
    .filter((path) => !path.includes('/.kube/'))
    .map((path) => [path, files.read(path) ?? ''] as const);
  if (texts.reduce((sum, [path, text]) => sum + path.length + text.length, 0) > keptCharactersMax) return;
  try {
    localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(texts)));
  } catch {
    // Storage is refused in some frames: the folder then lasts as long as the page.
  }
}
