// Light or dark: as the system has it, until the reader chooses.
import { useState } from 'preact/hooks';

type Theme = 'light' | 'dark';

const KEY = 'plimsoll-theme';

/** Takes up what the reader chose before. A page opened from disk may have no storage. */
export function startTheme(): void {
  const chosen = readChoice();
  if (chosen !== null) document.documentElement.dataset['theme'] = chosen;
}

/** The button that changes it. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const next: Theme = theme === 'dark' ? 'light' : 'dark';
  const change = () => {
    document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Then it is forgotten.
    }
    setTheme(next);
  };
  return (
    <button
      type="button"
      class="icon-button"
      onClick={change}
      aria-label={`Use ${next} colours`}
      title={`Use ${next} colours`}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6" />
        <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
      </svg>
    </button>
  );
}

function currentTheme(): Theme {
  const set = document.documentElement.dataset['theme'];
  if (set === 'light' || set === 'dark') return set;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function readChoice(): Theme | null {
  try {
    const chosen = localStorage.getItem(KEY);
    return chosen === 'light' || chosen === 'dark' ? chosen : null;
  } catch {
    return null;
  }
}
