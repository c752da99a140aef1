// A petition as a React component: options in, events out, the fallback as children. Options and
// listeners go through a ref, for React sets neither when it hydrates an element from the server.
import type { GivenOptions, WesignPetition } from "@wesign/widget";
import "@wesign/widget/define";
import {
  type DetailedHTMLProps,
  type HTMLAttributes,
  type ReactNode,
  useEffect,
  useRef,
} from "react";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "wesign-petition": DetailedHTMLProps<HTMLAttributes<WesignPetition>, WesignPetition>;
    }
  }
}

interface Listeners {
  onSigned?: (petition: string) => void;
  onMessageOpened?: (channel: string) => void;
  onError?: (code: string) => void;
}

export interface PetitionProps extends Listeners {
  /** The same object from one rendering to the next: another one draws the widget anew. */
  options: GivenOptions;
  /** What is shown where the widget cannot be. */
  children?: ReactNode;
}

export function Petition({ options, children, ...listeners }: PetitionProps) {
  const element = useRef<WesignPetition>(null);
  const latest = useRef<Listeners>(listeners);
  useEffect(() => {
    latest.current = listeners;
  });
  useEffect(() => {
    if (element.current) element.current.options = options;
  }, [options]);
  useEffect(() => {
    const { current } = element;
    const gone = new AbortController();
    const until = { signal: gone.signal };
    current?.addEventListener(
      "wesign:signed",
      ({ detail }) => latest.current.onSigned?.(detail.petition),
      until,
    );
    current?.addEventListener(
      "wesign:message-opened",
      ({ detail }) => latest.current.onMessageOpened?.(detail.channel),
      until,
    );
    current?.addEventListener(
      "wesign:error",
      ({ detail }) => latest.current.onError?.(detail.code),
      until,
    );
    return () => gone.abort();
  }, []);
  return <wesign-petition ref={element}>{children}</wesign-petition>;
}
