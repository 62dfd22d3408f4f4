import { useEffect, useRef, useState } from 'preact/hooks';

/** Least milliseconds between two announcements. */
const pause = 3000;

/** Says the state to a screen reader, not more often than it can be heard. */
export function LiveStatus({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const say = () => {
      last.current = Date.now();
      setSaid(text);
    };
    const wait = last.current + pause - Date.now();
    if (wait <= 0) {
      say();
      return;
    }
    const timer = setTimeout(say, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
