import { useEffect, useId, useRef, useState } from 'react';

const pause = 250;

interface Props {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** Searches once nobody has typed for a moment. */
export function SearchField({ label, value, onSearch }: Props) {
  const id = useId();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // Going back changes the address under the field; its own searches must not overwrite what is being typed.
    if (value !== sent.current) setText((sent.current = value));
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => onSearch((sent.current = text.trim())), pause);
    return () => clearTimeout(timer);
  });
  return (
    <div className="field wide">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
